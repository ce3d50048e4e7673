//! 明察 · 巡察工作系统: the program.

fn main() {}
