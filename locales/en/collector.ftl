# The collector.
collector-no-forms = No form is offered yet, so there is nothing to hand over.
collector-orders-unreadable = This is no file of orders for a collector, or it is damaged.
collector-orders-foreign = These orders are not from the office that this collector obeys, or were changed. Nothing was done.
collector-orders-newer = These orders were written by a newer program. Update the collector first.
collector-parcel-unreadable = This is not a whole parcel: something else, or cut or changed. What was taken in before stays; get the file again and take it in once more.
collector-parcel-foreign = This parcel is meant for another office.

collector-title = Collector
collector-lead = The public page can stand on a machine of its own. That machine holds public keys and ciphertext, and opens no report.
collector-help-what = The two kinds of file that go between the office and its collector: orders out, parcels back.
collector-help-next = Take new orders along each time you fetch a parcel, so that reporters see their answers.
collector-out = Out: orders
collector-out-about = Which forms to offer, and what was answered. They carry this office’s signature; a collector obeys the office whose orders it accepted first.
collector-out-get = Download orders
collector-orders-name = collector-orders
collector-in = Back: a parcel
collector-in-file = Parcel
collector-in-hint = A file sealed by the collector. Above 64 MB, take it in by command line. Taking one in twice changes nothing.
collector-in-take = Take in
collector-taken-in-done = Taken in.
collector-way = The way there and back
collector-way-orders = Download orders and carry them to the collector.
collector-way-serve = There, collector accept takes the orders, and collector serve offers the page.
collector-way-parcel = From time to time collector hand-over seals what came; carry it back and take it in here.
collector-way-again = When something was taken up or answered, carry new orders there.
collector-way-note = A parcel is sealed to this office: whoever finds it can neither open it nor see how many it holds.
