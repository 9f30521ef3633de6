pub mod document;
pub mod fault;
pub mod id;
pub mod text;
