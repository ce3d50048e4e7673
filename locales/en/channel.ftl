# Ways in
channel-page = page
channel-api = API
channel-cli = command line
channel-job = background work
