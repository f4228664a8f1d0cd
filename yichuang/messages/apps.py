from django.apps import AppConfig


class MessagesConfig(AppConfig):
    name = "yichuang.messages"
    label = "messages_out"
