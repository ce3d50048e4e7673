cleansing-kind = Only photos, screenshots (JPG, PNG) and PDF files are taken here. Take a photo or a screenshot of anything else, or save it as PDF; you can also send it by post or hand it in.
cleansing-damaged = This file cannot be opened; it may not have been sent completely. Take the photo or screenshot again, or save it again.
cleansing-picture-too-large = This picture is too large. Take a screenshot of it or lower its resolution.
cleansing-pdf-locked = This PDF file has a password. Remove the password, or take photos or screenshots of its pages.
