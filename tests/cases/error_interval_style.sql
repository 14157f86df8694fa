SET IntervalStyle = sql_standard;
