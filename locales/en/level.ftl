# Levels
level-county = County
level-city = City
level-province = Province
level-enterprise = Enterprise
level-university = University
level-hospital = Hospital
