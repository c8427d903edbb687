// What may be called in an analyst's statement. A list of what is allowed: nothing that reads files,
// networks, dictionaries, settings or the server itself, waits, or is not known yet.
const PLAIN = `
and or not xor if multiif coalesce ifnull nullif isnull isnotnull isnotdistinctfrom assumenotnull tonullable casewithexpression
casewithoutexpression equals notequals less greater lessorequals greaterorequals between like notlike ilike notilike match
in notin globalin globalnotin tuple tupleelement untuple lambda array arrayelement cast _cast tostring tofloat32 tofloat64 toint8
toint16 toint32 toint64 touint8 touint16 touint32 touint64 todecimal32 todecimal64 todecimal128 todate todate32 todatetime
todatetime64 touuid tobool tointervalsecond tointervalminute tointervalhour tointervalday tointervalweek tointervalmonth
tointervalquarter tointervalyear tofloat64ornull toint64ornull todateornull todatetimeornull tofloat64orzero toint64orzero
parsedatetimebesteffort parsedatetimebesteffortornull parsedatetime64besteffort parsedatetime64besteffortornull
plus minus multiply divide intdiv intdivorzero modulo negate abs sign round floor ceil ceiling trunc truncate exp log log2 log10 ln
sqrt cbrt pow power greatest least rounddown roundbankers pi sin cos tan atan
length lengthutf8 char_length lower upper lowerutf8 upperutf8 substring substr substringutf8 mid left right leftutf8 rightutf8
concat concatwithseparator position positioncaseinsensitive positionutf8 locate startswith endswith trim trimleft trimright
trimboth ltrim rtrim replace replaceone replaceall replaceregexpone replaceregexpall extract extractall extractgroups splitbychar
splitbystring splitbyregexp arraystringconcat reverse empty notempty format leftpad rightpad multisearchany hassubstr
countsubstrings repeatutf8 base64encode base64decode hex unhex char ascii
tohour tominute tosecond today toyear toquarter tomonth toisoyear toisoweek toweek todayofmonth todayofweek todayofyear
tomonday tostartofweek tostartofmonth tostartofquarter tostartofyear tostartofday tostartofhour tostartofminute
tostartoffiveminutes tostartoffifteenminutes tostartofinterval tolastdayofmonth toyyyymm toyyyymmdd tounixtimestamp
tounixtimestamp64milli fromunixtimestamp fromunixtimestamp64milli formatdatetime datediff date_diff dateadd date_add datesub
date_sub datetrunc date_trunc adddays addhours addweeks addmonths addquarters addyears addminutes addseconds subtractdays
subtracthours subtractweeks subtractmonths subtractyears now now64 yesterday totimezone age timediff
jsonextract jsonextractstring jsonextractint jsonextractuint jsonextractfloat jsonextractbool jsonextractraw jsonextractkeys
jsonextractarrayraw jsonextractkeysandvalues jsonhas jsonlength jsontype json_value json_query json_exists visitparamextractstring
simplejsonextractstring simplejsonextractint simplejsonextractfloat simplejsonhas isvalidjson tojsonstring
arraymap arrayfilter arrayexists arrayall arraycount arraysum arrayavg arraymin arraymax arraysort arrayreversesort arrayconcat
arraydistinct arrayuniq arrayjoin arrayenumerate arrayenumerateuniq arrayflatten arrayfirst arraylast arrayfirstindex
arraylastindex arrayslice arrayzip arrayreverse arraycumsum arraydifference arraycompact arraypushback arraypushfront
arraypopback arraypopfront arrayintersect has hasall hasany indexof countequal range map mapkeys mapvalues
mapcontains bitmapcardinality bitmaptoarray bitand bitor bitxor bitshiftleft bitshiftright
cityhash64 siphash64 md5 halfmd5 xxhash64 inthash64 runningdifference row_number rank dense_rank
denserank ntile lag lead laginframe leadinframe first_value last_value nth_value percent_rank cume_dist percentrank
grouping exists isnan isfinite isinfinite ifnotfinite transform widthbucket bar tolowcardinality materialize identity
totypename domain path extracturlparameter decodeurlcomponent
windowfunnel retention sequencematch sequencecount quantilesexact
`
const AGGREGATES = `
count sum min max avg any anylast anyheavy argmin argmax uniq uniqexact uniqcombined uniqcombined64 uniqhll12 median medianexact
quantile quantileexact quantileexactinclusive quantileexactexclusive quantiledeterministic quantiletdigest quantiletiming
quantiles quantilesexact quantilesexactinclusive stddevpop stddevsamp varpop varsamp covarpop covarsamp corr skewpop skewsamp
kurtpop kurtsamp grouparray groupuniqarray grouparraysorted grouparraymovingsum grouparraymovingavg groupbitmap groupbitand
groupbitor groupbitxor topk topkweighted sumwithoverflow summap minmap maxmap avgweighted entropy histogram simplelinearregression
first_value last_value deltasum singlevalueornull exponentialmovingaverage windowfunnel retention sequencematch sequencecount
group_concat groupconcat boundingratio cramersv theilsu rankcorr mannwhitneyutest studentttest welchttest maxintersections
stddev_pop stddev_samp var_pop var_samp covar_pop covar_samp any_value array_agg
`
const words = (text: string) => new Set(text.trim().toLowerCase().split(/\s+/))
const allowed = words(PLAIN)
const aggregates = words(AGGREGATES)
const COMBINATOR = /(if|array|distinct|ornull|ordefault|foreach|map)$/

/** Names are compared without their case: what is not allowed is so in no spelling. */
export function isAllowedFunction(name: string): boolean {
  let rest = name.toLowerCase()
  if (allowed.has(rest) || aggregates.has(rest)) return true
  while (COMBINATOR.test(rest)) {
    rest = rest.replace(COMBINATOR, '')
    if (aggregates.has(rest)) return true
  }
  return false
}
