//! What a number cell shows, as a decimal.
//!
//! In: the binary number that a cell holds. Out: the decimal of 15 significant digits, which is what
//! spreadsheets keep and show, so that 0.1+0.2 is 0.3.

use super::problem::{CellProblem, cell_problem};
use rust_decimal::Decimal;

/// Numbers from here on are not kept to the last digit.
const MAX_EXACT: f64 = 1e15;

/// The decimal, or what is wrong with the number and what to type.
pub(super) fn cell_decimal(number: f64) -> Result<Decimal, CellProblem> {
    const EXAMPLE: &str = "只写半角数字和小数点，例如 1380.00；没有数值就留空";
    if !number.is_finite() {
        return cell_problem("不是一个有限的数", EXAMPLE);
    }
    if number == 0.0 {
        return if number.is_sign_negative() {
            cell_problem("零没有负号", "改为 0")
        } else {
            Ok(Decimal::ZERO)
        };
    }
    if number.abs() >= MAX_EXACT {
        return cell_problem(
            "数字超过 15 位，表格软件存不准",
            "核对单位；确实这么大，请直接写进数据文件",
        );
    }

    let scientific = format!("{number:.14e}");
    match Decimal::from_scientific(&scientific).ok().filter(|decimal| !decimal.is_zero()) {
        Some(decimal) => Ok(decimal.normalize()),
        None => cell_problem("数字太小，表格软件显示为零", EXAMPLE),
    }
}

#[cfg(test)]
mod tests {
    use super::cell_decimal;

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
            assert_eq!(cell_decimal(number).unwrap().to_string(), expected, "{number}");
        }
    }

    #[test]
    fn no_numbers() {
        for number in [f64::NAN, f64::INFINITY, f64::NEG_INFINITY, -0.0, 1e15, 1e300, 1e-300] {
            assert!(cell_decimal(number).is_err(), "{number}");
        }
    }

    proptest::proptest! {
        #[test]
        fn every_short_decimal_comes_back(mantissa in -99_999_999_999i64..99_999_999_999, scale in 0u32..5) {
            let decimal = rust_decimal::Decimal::new(mantissa, scale);
            let number: f64 = decimal.to_string().parse().unwrap();
            if mantissa != 0 {
                assert_eq!(cell_decimal(number), Ok(decimal.normalize()));
            }
        }
    }
}
