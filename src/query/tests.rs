use super::sample::study;

#[test]
fn each_sort_of_condition_yields_its_results() {
    let s = study();
    assert_eq!(s.found("trusting").len(), 2);
    assert_eq!(s.found("code:trust"), ["oak| We trusted the vendors.", "oak| Customers trust us"]);
    assert_eq!(s.found("code:trust code:access/digital"), ["oak| trusted the vendors."]);
    assert_eq!(s.found("code:trust vendor"), ["oak| We trusted the vendors."]);
    assert_eq!(s.found("speaker:jo"), ["oak| I was waiting for the cost report."]);
    assert_eq!(s.found("case:10 -speaker:I").len(), 1);
    assert_eq!(s.found("case.founded<1900 trust").len(), 2);
    assert_eq!(s.found("doc:ei*").len(), 2);
}
