# Levels
level-county = County
level-city = City
level-province = Province
level-ministry = Ministry or central body
level-enterprise = Enterprise
level-university = University
level-hospital = Hospital
