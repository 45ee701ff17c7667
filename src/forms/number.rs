//! What a number cell shows, as a decimal.
//!
//! In: the binary number that a cell holds. Out: the decimal of 15 significant digits, which is what
//! spreadsheets keep and show, so that 0.1+0.2 is 0.3.

use rust_decimal::Decimal;

/// Numbers from here on are not kept to the last digit.
const LARGEST: f64 = 1e15;

/// The decimal, or what is wrong with the number and what to type.
pub(super) fn shown(number: f64) -> Result<Decimal, (String, String)> {
    const EXAMPLE: &str = "只写半角数字和小数点，例如 1380.00；没有数值就留空";
    let refuse = |reason: &str, help: &str| Err((reason.to_owned(), help.to_owned()));
    if !number.is_finite() {
        return refuse("不是一个有限的数", EXAMPLE);
    }
    if number == 0.0 {
        return match number.is_sign_negative() {
            true => refuse("零没有负号", "改为 0"),
            false => Ok(Decimal::ZERO),
        };
    }
    if number.abs() >= LARGEST {
        return refuse(
            "数字超过 15 位，表格软件存不准",
            "核对单位；确实这么大，请直接写进数据文件",
        );
    }
    let scientific = format!("{number:.14e}");
    match Decimal::from_scientific(&scientific).ok().filter(|decimal| !decimal.is_zero()) {
        Some(decimal) => Ok(decimal.normalize()),
        None => refuse("数字太小，表格软件显示为零", EXAMPLE),
    }
}

#[cfg(test)]
mod tests {
    use super::shown;

    #[test]
    fn fifteen_digits() {
        let cases = [
            (93.10, "93.1"),
            (0.1 + 0.2, "0.3"),
            (1.1 * 3.0, "3.3"),
            (1380.0, "1380"),
            (-2.5, "-2.5"),
            (999_999_999_999_999.0, "999999999999999"),
            (0.000_1, "0.0001"),
            (93.126_6, "93.1266"),
            (0.0, "0"),
        ];
        for (number, expected) in cases {
            assert_eq!(shown(number).unwrap().to_string(), expected, "{number}");
        }
    }

    #[test]
    fn no_numbers() {
        for number in [f64::NAN, f64::INFINITY, f64::NEG_INFINITY, -0.0, 1e15, 1e300, 1e-300] {
            assert!(shown(number).is_err(), "{number}");
        }
    }

    proptest::proptest! {
        #[test]
        fn every_short_decimal_comes_back(mantissa in -99_999_999_999i64..99_999_999_999, scale in 0u32..5) {
            let decimal = rust_decimal::Decimal::new(mantissa, scale);
            let number: f64 = decimal.to_string().parse().unwrap();
            if mantissa != 0 {
                assert_eq!(shown(number), Ok(decimal.normalize()));
            }
        }
    }
}
