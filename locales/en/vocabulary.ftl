# Vocabulary
vocabulary-word-inspection = The work
vocabulary-word-committee = Committee
vocabulary-word-leading-group = Leading group
vocabulary-word-office = Inspection office
vocabulary-word-team = Team
vocabulary-word-managed-province = Cadres managed by the province
vocabulary-word-managed-city = Cadres managed by the city
vocabulary-word-managed-own = Cadres managed at this level
vocabulary-word-managed-lower = Cadres managed by the unit
vocabulary-word-superior-office = Office of the level above
