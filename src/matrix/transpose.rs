use super::table::{Band, Group, Heading, Row, Table, Totals};

/// Word for the measure of a column whose cells have several.
const MIXED: &str = "mixed";

impl Table {
    /// The same table with rows and columns exchanged: groups of rows become headings above the columns, and the other way round. Twice is the table itself.
    pub fn transpose(&self) -> Self {
        let turned = !self.transposed;
        let rows = (0..self.columns.len()).map(|c| Row {
            label: self.columns[c].title.clone(),
            group: self.bands.iter().position(|b| b.columns.contains(&c)),
            cells: self.rows.iter().filter_map(|row| row.cells.get(c).cloned()).collect(),
            axis: self.columns[c].axis.clone(),
        });
        let own: Vec<&'static str> = self.columns.iter().map(|c| c.measure).collect();
        let common = own.first().copied().filter(|first| own.iter().all(|m| m == first)).unwrap_or(MIXED);
        let columns = self.rows.iter().enumerate().map(|(r, row)| Heading {
            title: row.label.clone(),
            measure: if turned { common } else { self.measures[r] },
            axis: row.axis.clone(),
        });
        Self {
            title: self.title.clone(),
            label: self.across.clone(),
            across: self.label.clone(),
            rows: rows.collect(),
            columns: columns.collect(),
            groups: self.bands.iter().map(|b| Group { name: b.title.clone(), shade: b.shade }).collect(),
            bands: self.bands_of_groups(),
            totals: Totals {
                rows: self.totals.columns.clone(),
                columns: self.totals.rows.clone(),
                all: self.totals.all.clone(),
            },
            notes: self.notes.clone(),
            warnings: self.warnings.clone(),
            measures: if turned { own } else { Vec::new() },
            transposed: turned,
        }
    }

    fn bands_of_groups(&self) -> Vec<Band> {
        let mut next = 0;
        let band = |(n, group): (usize, &Group)| {
            let inside = |row: &Row| row.group == Some(n);
            let start = self.rows.iter().position(inside).unwrap_or(next);
            next = self.rows.iter().rposition(inside).map_or(start, |last| last + 1);
            Band { title: group.name.clone(), shade: group.shade, columns: start..next }
        };
        self.groups.iter().enumerate().map(band).collect()
    }

    /// The measure of a cell.
    pub fn measure(&self, row: usize, column: usize) -> &'static str {
        self.measures.get(row).copied().unwrap_or(self.columns[column].measure)
    }

    /// The heading of a column with the heading above it: `Backbone: operational`.
    pub fn full_title(&self, column: usize) -> String {
        let title = &self.columns[column].title;
        match self.bands.iter().find(|b| b.columns.contains(&column)) {
            Some(band) => format!("{}: {title}", band.title),
            None => title.clone(),
        }
    }
}
