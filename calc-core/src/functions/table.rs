//! The function table: from one [`FunctionSpec`] row come look-up, arity, coercion, documentation and the compatibility page.

use super::args::{Call, Outcome};
use super::lambda::Start;

/// One function.
#[derive(Clone, Copy, Debug)]
pub struct FunctionSpec {
    /// The name in upper case.
    pub name: &'static str,
    /// Other names for the same function.
    pub aliases: &'static [&'static str],
    /// Where the documentation lists it.
    pub category: Category,
    /// The parameters, in order.
    pub parameters: &'static [Parameter],
    /// How many of the last parameters may be given again, together; 0 is none.
    pub repeat: u8,
    /// What the compiler has to know.
    pub flags: Flags,
    /// What computes it.
    pub kernel: Kernel,
    /// What the documentation says of it.
    pub documentation: Documentation,
    /// What a value costs, in steps of a budget, beside what the kernel itself spends: a step is 25 ns of a core.
    pub steps: u16,
}

/// What the documentation says of a function. Programs that only compute leave it out with the feature `documentation`.
#[derive(Clone, Copy, Debug)]
pub struct Documentation {
    /// One line: what it returns.
    #[cfg(feature = "documentation")]
    pub summary: &'static str,
    /// Where the spreadsheets differ.
    #[cfg(feature = "documentation")]
    pub differences: &'static [Difference],
    /// Where we fall short of both, and why; empty if nowhere that is known.
    #[cfg(feature = "documentation")]
    pub shortfall: &'static str,
}

/// What is one thing in Excel and another in Sheets.
#[derive(Clone, Copy, Debug)]
pub struct Difference {
    /// In Excel.
    pub excel: &'static str,
    /// In Google Sheets.
    pub sheets: &'static str,
}

impl Documentation {
    #[cfg(feature = "documentation")]
    const fn new(summary: &'static str) -> Documentation {
        Documentation { summary, differences: &[], shortfall: "" }
    }

    #[cfg(not(feature = "documentation"))]
    const fn new(_: &'static str) -> Documentation {
        Documentation {}
    }
}

/// The chapter of the documentation.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Category {
    /// Math and trigonometry.
    Math,
    /// Text.
    Text,
    /// Logical.
    Logical,
    /// Lookup and reference.
    Lookup,
    /// Date and time.
    Date,
    /// Statistical.
    Statistical,
    /// Financial.
    Financial,
    /// Engineering.
    Engineering,
    /// Information.
    Information,
    /// Dynamic arrays.
    Array,
    /// Database.
    Database,
    /// Google Sheets only.
    Google,
    /// What needs the world outside.
    Web,
}

/// One parameter.
#[derive(Clone, Copy, Debug)]
pub struct Parameter {
    /// The name in the documentation, lower case.
    pub name: &'static str,
    /// What it takes.
    pub kind: Kind,
    /// Whether it may be left out (`f(1)`); a missing argument (`f(1,)`) reads as blank of its kind either way.
    pub optional: bool,
}

/// What a parameter takes, and how an argument is made to fit before the kernel sees it.
///
/// Those down to `Any` are *value* parameters: a range is intersected with the formula's row or column in a plain formula, and an
/// array makes the function run once for each element. Errors in them are returned before the kernel runs, leftmost first,
/// except for `Any`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Kind {
    /// A number; text that reads as one counts, other text is `#VALUE!`.
    Number,
    /// A number cut to a whole one toward zero.
    Integer,
    /// Text; numbers and logicals become text.
    Text,
    /// A logical; numbers count as not 0, texts `TRUE` and `FALSE` count.
    Bool,
    /// A number, in the functions that were an add-in of Excel before 2007. There a logical, or a range of several cells, is
    /// `#VALUE!`, and a missing argument `#N/A`; in Sheets it is a `Number`.
    AddInNumber,
    /// Any one value, as it is; an error is returned.
    Scalar,
    /// Any one value, in the functions that were an add-in of Excel; see `AddInNumber`. That it is no logical is the kernel's to say,
    /// in the order of its arguments.
    AddInScalar,
    /// Any one value, as it is; an error reaches the kernel.
    Any,
    /// A range or array for aggregation (`SUM`): a range stays a range; an expression over ranges is a single value in a plain formula.
    Range,
    /// A range or array whose expression is evaluated over arrays even in a plain formula (`SUMPRODUCT`, `FILTER`).
    Array,
    /// As `Range`, of which only the size counts (`ROWS`): the cells of a reference are not read, so it is no loop if the formula
    /// stands among them.
    Extent,
    /// A reference to cells; anything else is `#VALUE!`.
    Reference,
    /// As `Reference`, whose first cell is asked for what the first argument names (`CELL`): its value is read if that is the value, or is
    /// not known before the run.
    Asked,
    /// A LAMBDA.
    Lambda,
}

impl Kind {
    /// Whether an array in this place makes the function run once for each element.
    pub fn is_value(self) -> bool {
        !matches!(self, Kind::Range | Kind::Array | Kind::Extent | Kind::Reference | Kind::Asked | Kind::Lambda)
    }

    /// Whether the function was an add-in of Excel before 2007, which is stricter with its arguments.
    pub fn is_add_in(self) -> bool {
        matches!(self, Kind::AddInNumber | Kind::AddInScalar)
    }
}

/// What the compiler has to know of a function, as bits.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Flags(pub u8);

impl Flags {
    /// Nothing special.
    pub const NONE: Flags = Flags(0);
    /// Its value may change without its arguments: TODAY, RAND.
    pub const VOLATILE: Flags = Flags(1);
    /// It returns a reference: INDEX, OFFSET.
    pub const RETURNS_REFERENCE: Flags = Flags(2);
    /// Its result may be an array though its arguments are none: UNIQUE, SPLIT.
    pub const SPILLS: Flags = Flags(4);
    /// What it reads is known only when it runs: INDIRECT, OFFSET.
    pub const DYNAMIC_PRECEDENTS: Flags = Flags(8);
    /// Its arguments are evaluated over arrays even in a plain formula: ARRAYFORMULA, FILTER.
    pub const ARRAY_CONTEXT: Flags = Flags(16);
    /// It needs the world outside and gives its documented error without a provider.
    pub const EXTERNAL: Flags = Flags(32);

    /// It leaves out cells whose formulas call such a function: SUBTOTAL, AGGREGATE.
    pub const SUBTOTAL: Flags = Flags(64);

    /// It may hang on a part of its ranges only, and says on which: VLOOKUP, SUMIFS.
    pub const SEARCHES: Flags = Flags(128);

    /// Both sets of flags.
    pub const fn with(self, other: Flags) -> Flags {
        Flags(self.0 | other.0)
    }

    /// Whether all of `other` are set.
    pub const fn has(self, other: Flags) -> bool {
        self.0 & other.0 == other.0
    }
}

/// A kernel: clean arguments in, a value out. It sees no model, no sheet and no tree.
pub type KernelFn = fn(&Call<'_>) -> Outcome;

/// What computes a function.
#[derive(Clone, Copy, Debug)]
pub enum Kernel {
    /// All arguments are evaluated, then the kernel runs.
    Eager(KernelFn),
    /// The compiler turns it into jumps: the branch not taken is not computed.
    Control(Control),
    /// One of its arguments is a LAMBDA, which it calls again and again.
    Iterated(Start),
}

/// Functions that decide which of their arguments are evaluated.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Control {
    /// `IF(condition, then, [else])`
    If,
    /// `IFERROR(value, [fallback])`
    IfError,
    /// `IFNA(value, fallback)`
    IfNa,
    /// `IFS(condition, value, …)`
    Ifs,
    /// `SWITCH(value, case, result, …, [default])`
    Switch,
    /// `CHOOSE(index, value, …)`
    Choose,
    /// `ARRAYFORMULA(expression)`
    ArrayFormula,
    /// `LET(name, value, …, expression)`
    Let,
    /// `LAMBDA([name, …], expression)`
    Lambda,
}

/// A required parameter.
pub const fn required(name: &'static str, kind: Kind) -> Parameter {
    Parameter { name, kind, optional: false }
}

/// A parameter that may be left out.
pub const fn optional(name: &'static str, kind: Kind) -> Parameter {
    Parameter { name, kind, optional: true }
}

/// What is one thing in Excel and another in Sheets.
pub const fn differs(excel: &'static str, sheets: &'static str) -> Difference {
    Difference { excel, sheets }
}

impl FunctionSpec {
    /// A function without aliases, flags or repeats; see the `with` methods.
    pub const fn new(
        name: &'static str,
        category: Category,
        parameters: &'static [Parameter],
        kernel: KernelFn,
        summary: &'static str,
    ) -> FunctionSpec {
        FunctionSpec {
            name,
            aliases: &[],
            category,
            parameters,
            repeat: 0,
            flags: Flags::NONE,
            kernel: Kernel::Eager(kernel),
            documentation: Documentation::new(summary),
            steps: 0,
        }
    }

    /// A function that the compiler turns into jumps.
    pub const fn control(
        name: &'static str,
        parameters: &'static [Parameter],
        control: Control,
        summary: &'static str,
    ) -> FunctionSpec {
        FunctionSpec {
            name,
            aliases: &[],
            category: Category::Logical,
            parameters,
            repeat: 0,
            flags: Flags::NONE,
            kernel: Kernel::Control(control),
            documentation: Documentation::new(summary),
            steps: 0,
        }
    }

    /// A function that calls one of its arguments, a LAMBDA.
    pub const fn iterated(
        name: &'static str,
        parameters: &'static [Parameter],
        start: Start,
        summary: &'static str,
    ) -> FunctionSpec {
        FunctionSpec {
            name,
            aliases: &[],
            category: Category::Logical,
            parameters,
            repeat: 0,
            flags: Flags::SPILLS,
            kernel: Kernel::Iterated(start),
            documentation: Documentation::new(summary),
            steps: 0,
        }
    }

    /// With other names.
    pub const fn aliases(mut self, aliases: &'static [&'static str]) -> FunctionSpec {
        self.aliases = aliases;
        self
    }

    /// With the last `count` parameters repeating.
    pub const fn repeats(mut self, count: u8) -> FunctionSpec {
        self.repeat = count;
        self
    }

    /// With flags.
    pub const fn flags(mut self, flags: Flags) -> FunctionSpec {
        self.flags = self.flags.with(flags);
        self
    }

    /// With what is one thing in Excel and another in Sheets.
    #[cfg(feature = "documentation")]
    pub const fn differs(mut self, differences: &'static [Difference]) -> FunctionSpec {
        self.documentation.differences = differences;
        self
    }

    /// With what is one thing in Excel and another in Sheets.
    #[cfg(not(feature = "documentation"))]
    pub const fn differs(self, _: &'static [Difference]) -> FunctionSpec {
        self
    }

    /// With where it falls short of both spreadsheets, and why.
    #[cfg(feature = "documentation")]
    pub const fn falls_short(mut self, shortfall: &'static str) -> FunctionSpec {
        self.documentation.shortfall = shortfall;
        self
    }

    /// With where it falls short of both spreadsheets, and why.
    #[cfg(not(feature = "documentation"))]
    pub const fn falls_short(self, _: &'static str) -> FunctionSpec {
        self
    }

    /// With so many steps for each value: for kernels that take far longer than they have arguments to look at.
    pub const fn steps(mut self, steps: u16) -> FunctionSpec {
        self.steps = steps;
        self
    }

    /// Where its LAMBDA stands among so many arguments: at its parameter, last of all where that repeats.
    pub fn callee(&self, arguments: usize) -> usize {
        let last = arguments.saturating_sub(1);
        let place = self.parameters.iter().position(|parameter| parameter.kind == Kind::Lambda);
        if self.repeat > 0 { last } else { place.unwrap_or(last).min(last) }
    }

    /// The fewest arguments it takes.
    pub fn min_arguments(&self) -> usize {
        self.parameters.iter().filter(|p| !p.optional).count()
    }

    /// The most arguments it takes; 255 if some repeat.
    pub fn max_arguments(&self) -> usize {
        if self.repeat > 0 { 255 } else { self.parameters.len() }
    }

    /// Whether it may be called with so many arguments: none too few or too many, and no half group of repeated ones.
    pub fn takes(&self, count: usize) -> bool {
        if count < self.min_arguments() || count > self.max_arguments() {
            return false;
        }
        let repeat = usize::from(self.repeat);
        if repeat < 2 || count <= self.parameters.len() {
            return true;
        }
        let over = (count - self.parameters.len()) % repeat;
        over == 0 || self.parameter(count).is_some_and(|parameter| parameter.optional)
    }

    /// The parameter that an argument, counted from 0, is for.
    pub fn parameter(&self, argument: usize) -> Option<&'static Parameter> {
        let count = self.parameters.len();
        let repeat = self.repeat as usize;
        if argument < count || repeat == 0 {
            return self.parameters.get(argument);
        }
        self.parameters.get(count - repeat + (argument - count) % repeat)
    }
}
