"""What a strategy states as fact: `reports/strategies/<strategy>/claims.csv`, read and checked."""
