//! Measures the assessment of a large plan: 10,000 indicators with 120 observations each.

fn main() {
    divan::main();
}
