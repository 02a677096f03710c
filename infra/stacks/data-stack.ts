import { CfnOutput, Stack, type StackProps } from "aws-cdk-lib/core";
import type { Construct } from "constructs";
import { AuditTable } from "../constructs/audit-table.ts";
import { CaseTable } from "../constructs/case-table.ts";
import { FieldKey } from "../constructs/field-key.ts";
import { REGION, type Stage } from "../stages.ts";

/** What must outlive every other stack, alone, so that no change of the functions can touch it. One machine makes its tables from this too. */
export class DataStack extends Stack {
  readonly cases: CaseTable;
  readonly audit: AuditTable;
  readonly fields: FieldKey;

  constructor(scope: Construct, id: string, { stage, ...props }: StackProps & { readonly stage: Stage }) {
    super(scope, id, { ...props, env: { ...props.env, region: REGION } });
    this.cases = new CaseTable(this, "Cases", stage);
    this.audit = new AuditTable(this, "Audit", this.cases.key);
    this.fields = new FieldKey(this, "Fields", stage);
    new CfnOutput(this, "TableName", { value: this.cases.table.tableName });
    new CfnOutput(this, "AuditTableName", { value: this.audit.table.tableName });
  }
}
