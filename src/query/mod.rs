//! One language for looking: lex, parse, explain, evaluate.
