-- What a property may be shown to is decided by its name, once for attributes and properties alike.
alter table tracked_property drop column class;
