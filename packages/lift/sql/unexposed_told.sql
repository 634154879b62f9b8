SELECT unit FROM (/*told*/) WHERE arm = {control_place:UInt8}
