//! PB22xx: names, sheets and tables that a formula points to.

use super::{Code, Entry};

entries! {
    UNKNOWN_NAME 2201 "a name that points nowhere" {
        "A word in the formula is neither a function, a cell, a defined name nor a table. It computes to `#NAME?`. Often it is a \
         text without its quotes."
        "Define the name, or put the text in double quotes."
    }
    CIRCULAR_NAME 2202 "a name that stands for itself" {
        "The formula behind a defined name uses that name again, directly or by way of others. It computes to `#CIRC!`."
        "Break the circle: let one of the names stand for a cell or a value."
    }
    BAD_NAME 2203 "a name whose formula cannot be read" {
        "A defined name stands for a text that is no formula. Each formula that uses the name computes to an error there; the \
         diagnostic marks where it is used."
        "Define the name anew."
    }
    UNKNOWN_SHEET 2204 "a reference to a sheet that is not there" {
        "The workbook has no sheet of that name; sheets are found without regard to case. The reference computes to `#REF!`."
        "Mend the name of the sheet. Names with blanks or signs are put in single quotes: `'Price list'!A1`."
    }
    EXTERNAL 2205 "a reference to another workbook" {
        "Other workbooks are not read, and their stored values are not used. The reference computes to `#REF!`."
        "Copy the cells that the formula needs into this workbook."
    }
    TABLE 2206 "a structured reference that points nowhere" {
        "The workbook has no such table, the table has no such column or row, or `[@column]` stands in a row where the table is \
         not. The reference computes to `#REF!`."
        "Mend the name of the table or column, or refer to the cells themselves."
    }
    NAMES_GROW 2207 "names inside names that grow without end" {
        "A name stands for a formula with names, and so on. Each use is put in place of the name; a formula that would take more \
         than 1,000 of them is not compiled."
        "Let the inner names stand for cells that hold the result."
    }
}
