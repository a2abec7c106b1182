//! PB20xx and PB21xx: what is wrong with a formula itself.

use super::{Code, Entry};

entries! {
    UNEXPECTED 2001 "a text that is no formula" {
        "The formula cannot be read. The mark stands where the first thing was found that does not belong there, and the \
         message says what would. The cell computes to `#NAME?`, in the dialect `sheets` to `#ERROR!`; all other cells \
         compute."
        "Mend the formula. Formulas are read as files store them, in English and with `,` between arguments, whatever the \
         language of the spreadsheet."
    }
    TOO_LONG 2002 "a formula that is too long" {
        "A formula has at most 65,536 bytes, which is far more than the 8,192 characters that Excel takes. A longer one is not \
         read."
        "Part it over several cells."
    }
    TOO_DEEP 2003 "brackets that are nested too deeply" {
        "Brackets may be nested 1,024 levels deep; Excel stops at 64 levels of functions. Nothing of the formula is computed: the \
         cell is an error as in PB2001."
        "Part the formula over several cells, or look up what a chain of IFs decides: VLOOKUP, XLOOKUP, IFS."
    }
    NUMBER_RANGE 2004 "a number that no cell can hold" {
        "A number in the formula is 1.8E+308 or more, which is past the range of a 64-bit floating-point number."
        "Write a smaller number."
    }
    UNKNOWN_FUNCTION 2101 "an unknown function" {
        "The engine has no function of that name, in neither dialect. The call computes to `#NAME?`, which IFERROR catches as \
         in a spreadsheet. If a function with a similar name exists, it is named."
        "Mend the spelling, or write it with other functions. A function written in VBA or Apps Script is not run."
    }
    ARGUMENTS 2102 "a call with the wrong number of arguments" {
        "The function takes fewer or more arguments than it is given. The call computes to `#VALUE!`, in the dialect `sheets` to \
         `#N/A`, as in Google."
        "Add what is missing or take away what is too much."
    }
    UNSUPPORTED 2103 "a part of the language that is not computed" {
        "The formula is sound, but the engine does not compute this part of it. The cell computes to `#CALC!`; no value is \
         guessed."
        "Write it in another way; the message names the part that is meant."
    }
    AMBIGUOUS_AGGREGATE 2104 "an array formula that can be read in two ways" {
        "Google's export writes `{…}` and ARRAYFORMULA alike, so a one-cell array formula such as `AVERAGE(A1:A3-B1:B3)` may \
         have been either. Computed is what Google gives without ARRAYFORMULA: the operator combines only the first elements. \
         Why, is in [decision 0001](decisions/0001-google-array-exports.md)."
        "Hold the cell against Google. To combine all elements beyond doubt write SUMPRODUCT."
    }
    CIRCULAR_REFERENCE 2105 "a formula that depends on itself" {
        "The formula reads its own cell, directly or by way of others. It is told once for each set of cells that depend on \
         each other, at the first of them row by row, with one way round. If a branch breaks the loop, the cells compute as \
         if there were none; otherwise they are `#CIRC!`. A loop by way of INDIRECT or OFFSET shows only in the value."
        "Let one of the cells hold a value, or take the cell out of its own range: a total is often one row too long."
    }
}
