"""Question banks as files that people write: YAML, or a workbook laid out like an XLSForm.

`layout` names sheets and columns, `writing` makes files of a bank, `opening` takes a workbook apart without
trusting it, `reading` makes a bank's raw value of its rows, `checking` finds everything that is wrong. A
file that was handed in is checked by `__main__`, alone in a process with limits: no Django here.
"""
