//! What PostgreSQL reads to answer a statement, as it says itself.

use sea_orm::{ConnectionTrait, Statement};
use serde_json::Value;

/// What PostgreSQL did to answer a statement.
#[derive(Debug, Default)]
pub struct Reading {
    /// Indexes that were used.
    pub indexes: Vec<String>,
    /// Tables that were read as a whole.
    pub whole: usize,
    /// Rows that were looked at, those that did not fit included.
    pub rows: f64,
    /// Milliseconds that the server took, planning included.
    pub millis: f64,
}

impl Reading {
    /// Runs a statement and asks what it read.
    pub async fn of(db: &impl ConnectionTrait, statement: Statement) -> Self {
        let sql = format!("EXPLAIN (ANALYZE, FORMAT JSON) {}", statement.sql);
        let explain = Statement { sql, ..statement };
        let row = db.query_one_raw(explain).await.unwrap().unwrap();
        let plan: Value = row.try_get_by_index(0).unwrap();
        let mut reading = Self::default();
        reading.walk(&plan[0]["Plan"]);
        let took = |name: &str| plan[0][name].as_f64().unwrap_or_default();
        reading.millis = took("Planning Time") + took("Execution Time");
        reading
    }

    fn walk(&mut self, node: &Value) {
        let number = |name: &str| node[name].as_f64().unwrap_or_default();
        let kind = node["Node Type"].as_str().unwrap();
        self.indexes.extend(node["Index Name"].as_str().map(str::to_owned));
        self.whole += usize::from(kind == "Seq Scan");
        if kind.contains("Scan") && kind != "Subquery Scan" {
            let removed = number("Rows Removed by Filter") + number("Rows Removed by Index Recheck");
            self.rows += (number("Actual Rows") + removed) * number("Actual Loops");
        }
        for inner in node["Plans"].as_array().into_iter().flatten() {
            self.walk(inner);
        }
    }
}
