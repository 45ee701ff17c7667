//! What is to be said of a number about an indicator, as its sentence and paragraph have it.
//!
//! In: the state at the number. Out: a verdict. A difference is told where the sentence gives the
//! year itself; under a year from an earlier sentence or a heading only where it looks like a slip.

use super::compare::{self, Comparison};
use super::finding::{Aspect, Direction, Doubt, Fact, UnitPosition, Verdict};
use super::matcher::Matcher;
use super::paragraph::Standing;
use super::sentence::{Certainty, PriorBase, Subject, Year};
use super::slip::{self, Assurance};
use crate::check::number::{Amount, Quantity};
use crate::check::words::CONTEXT;
use crate::indicator::IndicatorKind;

/// A number that is held against the table.
#[derive(Clone, Copy)]
struct Claim<'q> {
    subject: Subject,
    year: Year,
    aspect: Aspect,
    quantity: &'q Quantity,
}

impl Matcher<'_> {
    /// What is to be said of a number about a subject.
    pub(super) fn verdict(&self, subject: Subject, year: Year, quantity: &Quantity) -> Verdict {
        let state = &self.state;
        let standing = state.scope.standing(&self.context.indicators.get(subject.id).name);
        if state.doubtful || state.expects_base_year {
            return Verdict::Undecided(Doubt::Unclear);
        }
        if state.is_annual_mean {
            return Verdict::Undecided(Doubt::Period);
        }
        if let Standing::Closed(doubt) = standing {
            return Verdict::Undecided(doubt);
        }

        let Some(aspect) = self.aspect(subject, year.value, quantity) else {
            let changed = self.judge_percent(subject, year, quantity, standing);
            return changed.unwrap_or(Verdict::Undecided(Doubt::Unlike));
        };
        if state.constant_prices && aspect == Aspect::Level {
            return Verdict::Undecided(Doubt::Basis);
        }
        self.judge(Claim { subject, year, aspect, quantity }, standing)
    }

    fn judge(&self, claim: Claim<'_>, standing: Standing) -> Verdict {
        let (aspect, comparison) = self.compare_over(claim);
        let Claim { subject, year, quantity, .. } = claim;
        let claim = Claim { aspect, ..claim };
        let fact = self.fact(claim);
        let stated = year.certainty == Certainty::Stated && !subject.elliptic;
        let mixed = self.state.scope.has_other_figures();

        match (comparison, standing) {
            (Comparison::Equal, _) => {
                let sure = year.certainty >= Certainty::Inherited && !subject.elliptic;
                Verdict::Agrees(fact.firm(sure && standing == Standing::Open))
            }
            (Comparison::Different | Comparison::NoValue, _)
                if self.may_be_real_growth(subject, aspect) =>
            {
                Verdict::Undecided(Doubt::ConstantPrices)
            }
            (Comparison::Different | Comparison::NoValue, Standing::Weak(doubt)) => {
                Verdict::Undecided(doubt)
            }
            (Comparison::Different, _) if stated && !mixed => Verdict::Differs(fact),
            (Comparison::Different, _) => {
                let assurance = match year.certainty {
                    _ if mixed => Assurance::OtherFigures,
                    Certainty::Inherited => Assurance::Firm,
                    Certainty::Loose | Certainty::Stated => Assurance::LooseYear,
                };
                let slip = slip::is_slip(
                    self.context,
                    subject.id,
                    year.value,
                    aspect,
                    quantity,
                    assurance,
                );
                let doubt = if stated { Doubt::Unclear } else { Doubt::InheritedYear };
                if slip { Verdict::Differs(fact) } else { Verdict::Undecided(doubt) }
            }
            (Comparison::NoValue, _) if stated => Verdict::Untabled(fact),
            (Comparison::NoValue, _) => Verdict::Undecided(Doubt::NoValue),
            (Comparison::WithinRounding, _) => Verdict::Undecided(Doubt::Rounding),
            (Comparison::Ambiguous, _) => Verdict::Undecided(Doubt::Unclear),
            (Comparison::Incomparable, _) => Verdict::Undecided(Doubt::Unlike),
        }
    }

    fn fact(&self, claim: Claim<'_>) -> Fact {
        let Claim { subject, year, aspect, quantity } = claim;
        let fact = Fact::new(subject.id, year.value, aspect, quantity, UnitPosition::Number);
        if year.certainty == Certainty::Stated { fact } else { fact.with_inherited_year() }
    }

    /// What the table says to a number. A change without a year of comparison of its own may be over
    /// the one that an earlier clause compared with.
    fn compare_over(&self, claim: Claim<'_>) -> (Aspect, Comparison) {
        let Claim { subject, year, aspect, quantity } = claim;
        let compare =
            |aspect| compare::compare(self.context, subject.id, year.value, aspect, quantity);
        let Some(over_prior) = self.over_prior_base(aspect, year.value) else {
            return (aspect, compare(aspect));
        };
        if self.state.prior_base == PriorBase::ChangeStart {
            return (over_prior, compare(over_prior));
        }

        match (compare(aspect), compare(over_prior)) {
            (Comparison::Equal, _) => (aspect, Comparison::Equal),
            (_, Comparison::Equal) => (over_prior, Comparison::Equal),
            (Comparison::Different, _)
                if self.state.prior_base == PriorBase::OtherSubject && aspect != over_prior =>
            {
                (aspect, Comparison::Ambiguous)
            }
            (_, comparison) => (over_prior, comparison),
        }
    }

    /// The same change over the year that an earlier clause compared with.
    fn over_prior_base(&self, aspect: Aspect, year: i32) -> Option<Aspect> {
        let base = self.state.prior_base_year;
        let base = base.filter(|base| self.state.base_year.is_none() && *base < year)?;
        match aspect {
            Aspect::Growth(_, direction) => Some(Aspect::Growth(base, direction)),
            Aspect::Change(_, direction) => Some(Aspect::Change(base, direction)),
            Aspect::Level | Aspect::Multiple(_) => None,
        }
    }

    /// A change whose unit isn't that of changes of the indicator: 比上年提高0.66%, where the table has
    /// 0.66 percentage points more, or the other way round. A percentage that grew by so much of
    /// itself is right: 投诉率由1.52%降到1.21%，下降20.4%.
    fn judge_percent(
        &self,
        subject: Subject,
        year: Year,
        quantity: &Quantity,
        standing: Standing,
    ) -> Option<Verdict> {
        let state = &self.state;
        let indicator = self.context.indicators.get(subject.id);
        let direction = state.change?;
        if subject.rate.is_some()
            || state.after_from
            || state.foreign_comparison
            || indicator.kind != IndicatorKind::Number
        {
            return None;
        }

        let base = state.base_year.map(|base| base.value);
        let over = base.unwrap_or(year.value.saturating_sub(1));
        let percentage = self.context.units.parse(&indicator.unit).base == "%";
        let (aspect, unit) = match (percentage, quantity.base.as_str()) {
            (true, "%") => {
                let aspect = Aspect::Growth(over, direction);
                let grown = self.judge(Claim { subject, year, aspect, quantity }, standing);
                if matches!(grown, Verdict::Agrees(_)) {
                    return Some(grown);
                }
                (Aspect::Change(over, direction), "个百分点")
            }
            (false, "个百分点") => (Aspect::Growth(over, direction), "%"),
            _ => return None,
        };

        let meant = Quantity { base: unit.to_owned(), ..quantity.clone() };
        let claim = Claim { subject, year, aspect, quantity: &meant };
        let (aspect, comparison) = self.compare_over(claim);
        let fact = self.fact(Claim { aspect, ..claim });
        let mixed = comparison == Comparison::Equal && standing == Standing::Open;
        mixed.then_some(Verdict::MixedUnits(fact))
    }

    /// Growth of what is measured at current prices is commonly given at constant ones.
    fn may_be_real_growth(&self, subject: Subject, aspect: Aspect) -> bool {
        if !matches!(aspect, Aspect::Growth(..)) {
            return false;
        }

        let priced = self.context.priced.contains(&subject.id);
        let nominal =
            || self.nominal_announced || self.state.nominal_growth || self.sentence_is_nominal();
        self.state.real_growth || (priced && !nominal())
    }

    /// Whether （按当年价计算） follows in the sentence.
    fn sentence_is_nominal(&self) -> bool {
        if let Some(noted) = self.nominal_noted.get() {
            return noted;
        }

        let sentence = self.text[self.sentence_start..].split('。').next().unwrap_or("");
        let nominal = CONTEXT.nominal.is_in(sentence) && !CONTEXT.constant_prices.is_in(sentence);
        self.nominal_noted.set(Some(nominal));
        nominal
    }

    fn aspect(&self, subject: Subject, year: i32, quantity: &Quantity) -> Option<Aspect> {
        let state = &self.state;
        let indicator = self.context.indicators.get(subject.id);
        let base = state.base_year.map(|base| base.value);
        let over = base.unwrap_or(year.saturating_sub(1));
        let percentage = self.context.units.parse(&indicator.unit).base == "%";
        let unit = quantity.base.as_str();

        let Some(direction) = state.change else {
            if matches!(quantity.amount, Amount::Doubling(_)) {
                let base = base.filter(|_| !percentage)?;
                return Some(Aspect::Growth(base, Direction::Up));
            }
            if unit == "倍" && indicator.unit != "倍" {
                return base.map(Aspect::Multiple);
            }
            let compared = state.base_year.is_some_and(|base| !base.lasting);
            let plain = !compared && unit != "个百分点" && subject.rate.is_none();
            return plain.then_some(Aspect::Level);
        };

        // The indicator is the rate itself: its level is the change.
        if let Some(rate) = subject.rate {
            let usual = unit == "%" && base.is_none_or(|base| base.checked_add(1) == Some(year));
            return (usual && rate == direction).then_some(Aspect::Level);
        }

        // 与全省平均相比高4.1个百分点 is no change over a year.
        let foreign = state.foreign_comparison && base.is_none();
        if indicator.kind != IndicatorKind::Number || state.after_from || foreign {
            return None;
        }
        match unit {
            "个百分点" => percentage.then_some(Aspect::Change(over, direction)),
            "%" | "倍" => (!percentage).then_some(Aspect::Growth(over, direction)),
            "" => None,
            _ if state.reached => None,
            _ => Some(Aspect::Change(over, direction)),
        }
    }
}
