"""What every run does, step by step, whichever flow it is: select, extract, load, judge, report."""
