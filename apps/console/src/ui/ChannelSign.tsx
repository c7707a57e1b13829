/** What kind of work something is: a sign for the eye, its name for everybody. A channel without a sign of its own gets one. */
import type { ChannelId } from "@lotse/protocol";
import {
  Inbox,
  Mail,
  MessageSquare,
  Phone,
  PhoneCall,
  Printer,
  Share2,
  Smartphone,
  Zap,
} from "lucide-preact";

const SIGNS: Readonly<Record<ChannelId, typeof Inbox>> = {
  chat: MessageSquare,
  call: Phone,
  callback: PhoneCall,
  email: Mail,
  fax: Printer,
  sms: Smartphone,
  social: Share2,
  event: Zap,
};

export const ChannelSign = (props: { readonly channel: ChannelId; readonly name: string }) => {
  const Sign = Object.hasOwn(SIGNS, props.channel) ? (SIGNS[props.channel] ?? Inbox) : Inbox;
  return (
    <span class="channel-sign" data-channel={props.channel} title={props.name}>
      <Sign size={14} aria-hidden="true" />
      <span class="sr">{props.name}:</span>
    </span>
  );
};
