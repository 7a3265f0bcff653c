# SPDX-License-Identifier: Apache-2.0
"""A mail as its reader sees it."""
import base64
import email
import email.policy


def read_mail(sender, recipients, content):
    message = email.message_from_bytes(content, policy=email.policy.default)
    body = message.get_body(('plain',))
    return {'envelope_from': sender, 'envelope_to': recipients,
            'message_id': message['Message-ID'], 'date': message['Date'], 'from': message['From'], 'to': message['To'],
            'subject': message['Subject'], 'text': body.get_content() if body else '', 'raw': content.decode('latin-1'),
            'attachments': [{'name': part.get_filename(), 'type': part.get_content_type(),
                             'content': base64.b64encode(part.get_payload(decode=True)).decode()}
                            for part in message.iter_attachments()]}
