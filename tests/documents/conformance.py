"""What `page` finds wrong with a PDF by PDF/A-2a and PDF/UA-1.

In: the path of a PDF. Out: the number of rules, then a line for each failure.
"""

import sys

import page

PROFILES = (page.ValidationProfile.PDF_A_2A, page.ValidationProfile.PDF_UA_1)
reports = [page.validate_pdf(sys.argv[1], profile=profile) for profile in PROFILES]
print(sum(report.rules.total for report in reports))
for report in reports:
    for failure in report.failures:
        print(failure.rule_id, failure.message)
