"""The measures of service for a period and a unit, with their intervals and the lists behind them (R3, R22, R26)."""
