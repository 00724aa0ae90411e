"""A language model's text for a cluster, let through only as far as its sources carry it.

Knows prompts, models and the gate; knows neither store nor screen, and nothing leaves the machine unless a model is
configured. `writer` orders the parts: prompt -> gateway -> answer -> gate -> summary.
"""
