//! The frequency sheet of a matrix: how often each value stands in a column, and the rows behind a number.

use super::grid::study;

#[test]
fn the_values_of_a_column_are_counted_and_open_into_their_rows() {
    let mut d = study();
    d.keys("M n enter 'role' tab 'cost' tab enter enter #");
    let sheet = d.screen();
    assert!(sheet.contains("role: 2 values in 4 rows"), "{sheet}");
    assert!(sheet.lines().any(|l| l.contains("nurse") && l.contains("2  50.0 %  ▇▇▇")), "{sheet}");
    d.keys("'nurse' enter");
    assert_eq!(d.toast(), "2 rows in which role is nurse");
    let labels = |d: &super::drive::Drive| {
        let grid = d.app.state.grid().unwrap();
        (0..grid.order.len()).map(|n| grid.row(n).unwrap().label.clone()).collect::<Vec<_>>()
    };
    assert_eq!(labels(&d), ["Case of Maya", "Case of Ruth"]);
    d.keys("j");
    assert!(d.screen().contains("rows in which role is nurse"), "{}", d.screen());
    // Further down, among those rows: what nobody found is told apart from what nobody looked at.
    d.keys("l #");
    assert!(d.screen().contains("in 2 rows"), "{}", d.screen());
    d.keys("enter");
    assert_eq!(labels(&d).len(), 1, "{}", d.screen());
    d.keys("q");
    assert_eq!(labels(&d).len(), 2);
    d.keys("q");
    assert_eq!(labels(&d).len(), 4);
    d.keys("#");
    assert!(d.screen().contains("not coded yet"), "{}", d.screen());
}
