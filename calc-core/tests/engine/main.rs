//! The engine on small workbooks: order, loops, spills, budgets, bytes, and what is wrong with a formula.

mod allocations;
mod build;
mod bytes;
#[path = "../support/chance.rs"]
mod chance;
mod contexts;
mod faults;
mod indexes;
mod loops;
mod names;
mod order;
mod precedents;
mod random;
mod scalars;
mod spills;
mod subtotals;
mod work;
