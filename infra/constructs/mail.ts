import { type IRole, PolicyStatement, ServicePrincipal } from "aws-cdk-lib/aws-iam";
import { Key } from "aws-cdk-lib/aws-kms";
import {
  ConfigurationSet,
  ConfigurationSetTlsPolicy,
  EmailIdentity,
  EmailSendingEvent,
  EventDestination,
  Identity,
  MailFromBehaviorOnMxFailure,
} from "aws-cdk-lib/aws-ses";
import { Topic } from "aws-cdk-lib/aws-sns";
import { Stack } from "aws-cdk-lib/core";
import { Construct } from "constructs";
import type { Stage } from "../stages.ts";

/** The way out for messages, and the way back for what became of them. The functions never change either at run time. */
export class Mail extends Construct {
  readonly identity: EmailIdentity;
  readonly set: ConfigurationSet;
  readonly receipts: Topic;
  readonly from: string;

  constructor(scope: Construct, id: string, { mail }: Stage) {
    super(scope, id);
    this.from = mail.from;
    this.set = new ConfigurationSet(this, "Set", {
      reputationMetrics: true,
      // A message holds reference, type, place and urgency, nothing of a patient. One that arrives in the clear helps; one that is held back does not.
      tlsPolicy: ConfigurationSetTlsPolicy.OPTIONAL,
      // SES would go on answering 200 for an address on its list, and send nothing: a duty mailbox that bounced once in July would be silent in August.
      disableSuppressionList: true,
      disableAutoValidation: true,
    });
    this.identity = new EmailIdentity(this, "Identity", {
      identity: Identity.domain(mail.domain),
      configurationSet: this.set, // so that a message sent without naming it is followed too
      mailFromDomain: `bounce.${mail.domain}`,
      mailFromBehaviorOnMxFailure: MailFromBehaviorOnMxFailure.USE_DEFAULT_VALUE, // a plainer envelope, rather than no message
      feedbackForwarding: false, // receipts come through the topic, not as mail that nobody reads
    });

    const key = new Key(this, "ReceiptsKey", {
      description: "Rightcall: receipts of messages on their way",
      enableKeyRotation: true,
    });
    key.addToResourcePolicy(
      new PolicyStatement({
        principals: [new ServicePrincipal("ses.amazonaws.com")], // which account and which set is asked by the topic's policy
        actions: ["kms:GenerateDataKey*", "kms:Decrypt"],
        resources: ["*"],
      }),
    );
    this.receipts = new Topic(this, "Receipts", { masterKey: key, enforceSSL: true });
    this.set.addEventDestination("Receipts", {
      destination: EventDestination.snsTopic(this.receipts),
      events: [
        EmailSendingEvent.SEND,
        EmailSendingEvent.REJECT,
        EmailSendingEvent.BOUNCE,
        EmailSendingEvent.COMPLAINT,
        EmailSendingEvent.DELIVERY,
        EmailSendingEvent.DELIVERY_DELAY,
        EmailSendingEvent.RENDERING_FAILURE,
        // No OPEN and no CLICK: they rewrite every link, and a scanner's click says nothing about a person.
      ],
    });
  }

  /** May send as us, through our configuration set, from our one address. */
  maySend(role: IRole): void {
    const set = Stack.of(this).formatArn({
      service: "ses",
      resource: "configuration-set",
      resourceName: this.set.configurationSetName,
    });
    role.addToPrincipalPolicy(
      new PolicyStatement({
        actions: ["ses:SendEmail", "ses:SendRawEmail"], // the second for a message with an invitation: AWS counts it as an action of its own
        resources: [this.identity.emailIdentityArn, set],
        conditions: { StringEquals: { "ses:FromAddress": this.from } },
      }),
    );
  }
}
