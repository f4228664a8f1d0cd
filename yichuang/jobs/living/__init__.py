"""A hall that lives: visitors come, clerks call, papers move – for demo, training and load.

The same day is lived in two ways: by the actions themselves at a driven clock (the demo's
past month), and over HTTP at the hall's own clock (`yichuang simulate`). What happens is
drawn from a seeded source, so a day can be lived again.
"""
