//! Every operation and who may use it.
