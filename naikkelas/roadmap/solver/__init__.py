"""The planner: weakly coupled Markov decision processes, solved, rounded and certified. Pure.

Nothing in here knows Django, Kampung KB or a database: a `World` goes in, a `Plan` comes out.
"""
