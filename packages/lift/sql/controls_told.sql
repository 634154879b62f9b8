-- How many people were told to be unexposed.
SELECT count() AS controls FROM (/*told*/) WHERE arm = {control_place:UInt8}
