-- Whoever reads the state takes the newest of several rows, which costs 4 to 5 times as much while they
-- lie in many parts (10,000,000 customers in 14 parts: a city 1,356 ms of CPU, in one part 263). The engine
-- leaves large parts apart for good unless it is told not to: the rewriting of 50,000,000 rows, four
-- times a day at the most, is the smaller cost.
alter table {local:customer_state} {on_cluster} modify setting min_age_to_force_merge_seconds = 21600;
