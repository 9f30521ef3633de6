//! Coding blind: what another coder did is hidden until both are done.

use super::margins::coded_by_jun;

#[test]
fn what_another_one_coded_is_hidden_until_both_are_done() {
    let mut d = coded_by_jun();
    assert!(d.screen().contains("theirs"), "{}", d.screen());
    d.keys(": 'blind coding' enter");
    assert_eq!(d.toast(), "Coding is blind from here on");
    assert!(!d.screen().contains("theirs") && d.screen().contains("jun hidden"), "{}", d.screen());
    // Showing all, what another one has shown, and the next coding there do not give it away.
    d.keys("\\ a ]");
    assert_eq!(d.toast(), "nothing in this document is coded yet");
    d.keys("\\ c");
    assert!(!d.screen().contains("theirs"), "{}", d.screen());
    d.keys("\\ a C G enter");
    assert!(d.app.state.find().is_some_and(|f| f.found.hits.is_empty()), "{}", d.screen());
    d.keys("q q");
    // One's own is seen; being done oneself is not enough.
    d.keys("g u c 'mine' enter");
    assert!(d.screen().contains("mine"), "{}", d.screen());
    d.keys("g d");
    assert_eq!(d.toast(), "Declared the pass of lena over “interview-1” done");
    assert!(!d.screen().contains("theirs") && d.screen().contains("pass done · jun hidden"), "{}", d.screen());
    let project = d.app.session.project();
    let document = *project.documents.keys().next().unwrap();
    let jun_too = project.declare("jun", &[document], true);
    d.app.session.run(jun_too).unwrap();
    d.app.altered(None);
    assert!(d.screen().contains("theirs") && !d.screen().contains("hidden"), "{}", d.screen());
    // Taking it up again hides it again; so does undoing that, and undoing blind coding ends it.
    d.keys("g d");
    assert!(!d.screen().contains("theirs"), "{}", d.screen());
    d.keys("u");
    assert!(d.screen().contains("theirs"), "{}", d.screen());
    d.keys("g d : 'blind coding' enter");
    assert!(d.screen().contains("theirs"), "{}", d.screen());
}

#[test]
fn what_is_hidden_is_not_taken_off_a_passage_that_one_has_coded_too() {
    let mut d = coded_by_jun();
    let theirs = d.app.session.project().codings.iter().find(|c| c.quote.len() > 3).unwrap().clone();
    d.keys(": 'blind coding' enter");
    // The same passage is found, coded by oneself and then not any more.
    d.keys("F 'turn:2' enter c 'mine' ctrl-n");
    assert_eq!(d.app.session.project().codings.len(), 2, "{}", d.screen());
    d.keys("x");
    let left: Vec<_> = d.app.session.project().codings.iter().map(|c| c.id).collect();
    assert_eq!(left, [theirs.id], "{}", d.screen());
}
