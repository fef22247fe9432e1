from accounts.models.attachments import Attachment
from accounts.models.audit import AuditEvent, AuditSeal
from accounts.models.holidays import Holiday
from accounts.models.jobs import Job, Run
from accounts.models.notices import Notification
from accounts.models.submissions import SubmitKey
from accounts.models.users import User

__all__ = ["Attachment", "AuditEvent", "AuditSeal", "Holiday", "Job", "Notification", "Run", "SubmitKey", "User"]
