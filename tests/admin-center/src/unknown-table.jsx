import { DetailsList, SelectionMode } from "@fluentui/react/lib/DetailsList";

const columns = [
  { key: "invoice", name: "Invoice", fieldName: "invoice", minWidth: 140 },
  { key: "issued", name: "Issued on", fieldName: "issued", minWidth: 140 },
  { key: "amount", name: "Amount due", fieldName: "amount", minWidth: 140 },
  { key: "method", name: "Paid with", fieldName: "method", minWidth: 140 },
];

const items = [
  { key: "1", invoice: "G0071-204", issued: "10/2/2026", amount: "1,204.00", method: "Bank transfer" },
  { key: "2", invoice: "G0071-205", issued: "11/2/2026", amount: "1,190.50", method: "Bank transfer" },
];

/** A table about something else, in the place of the partners' list. */
export function UnknownTable() {
  return (
    <DetailsList
      ariaLabelForGrid="Invoices"
      items={items}
      columns={columns}
      selectionMode={SelectionMode.none}
    />
  );
}
