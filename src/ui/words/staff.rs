//! Words of «Сотрудники», and of the page behind an invitation.

use crate::domain::actor::Role;

/// See [`RU`].
#[derive(Debug)]
pub struct Words {
    /// Heading and title.
    pub title: &'static str,
    /// Who is shown here.
    pub about: &'static str,
    /// Where people of the CRM are.
    pub of_the_crm: &'static str,
    /// Heading of the form that invites.
    pub invite_title: &'static str,
    /// What comes of it.
    pub invite_about: &'static str,
    /// Label: the address.
    pub email: &'static str,
    /// It is no address.
    pub bad_email: &'static str,
    /// A colleague has it.
    pub already_here: &'static str,
    /// So many invitations are out; the number is the most.
    pub too_many: fn(u32) -> String,
    /// Label: the role.
    pub role: &'static str,
    /// The button that makes a link.
    pub invite: &'static str,
    /// Label of the link that was made; the text is whom it is for.
    pub link: fn(&str) -> String,
    /// What to do with it.
    pub link_about: &'static str,
    /// The one who looks.
    pub you: &'static str,
    /// Heading of the table.
    pub people: &'static str,
    /// Column: who.
    pub who: &'static str,
    /// Column: here last.
    pub seen: &'static str,
    /// Never here yet.
    pub never: &'static str,
    /// Column: what can be done.
    pub actions: &'static str,
    /// The button that gives the chosen role.
    pub save: &'static str,
    /// The link to the question.
    pub remove: &'static str,
    /// Heading of the invitations.
    pub invitations: &'static str,
    /// Column: when it ends.
    pub until: &'static str,
    /// The button that calls one back.
    pub revoke: &'static str,
    /// A role was given.
    pub changed: &'static str,
    /// Somebody was removed.
    pub removed: &'static str,
    /// An invitation was called back.
    pub revoked: &'static str,
    /// Somebody else was faster.
    pub outdated: &'static str,
    /// The only owner stays one.
    pub last_owner: &'static str,
    /// The question.
    pub remove_title: &'static str,
    /// What follows from a yes.
    pub remove_text: &'static str,
    /// No.
    pub cancel: &'static str,
    /// Title of the page behind a link.
    pub join_title: &'static str,
    /// Where it leads: the organization's name, the role.
    pub join_about: fn(&str, Role) -> String,
    /// Label: the password.
    pub password: &'static str,
    /// What a password must be; the number is its least length.
    pub hint: fn(usize) -> String,
    /// It cannot be taken; the number is its least length.
    pub bad_password: fn(usize) -> String,
    /// The button.
    pub join: &'static str,
    /// The link is used, called back, over or wrong.
    pub bad_link: &'static str,
    /// Where to get another.
    pub bad_link_where: &'static str,
    /// Somebody signs in with this address.
    pub email_taken: &'static str,
    /// What to do then.
    pub email_taken_where: &'static str,
}

impl Words {
    /// The name of a role.
    #[must_use]
    pub fn role_name(&self, role: Role) -> &'static str {
        match role {
            Role::Owner => "Владелец",
            Role::Admin => "Администратор",
            Role::Member => "Наблюдатель",
        }
    }

    /// What a role may do.
    #[must_use]
    pub fn role_about(&self, role: Role) -> &'static str {
        match role {
            Role::Owner => "всё, и назначает других владельцев",
            Role::Admin => "подключает и отключает WhatsApp, приглашает сотрудников",
            Role::Member => "только видит список и состояния",
        }
    }
}

/// Russian.
pub const RU: Words = Words {
    title: "Сотрудники",
    about: "Кто может войти в панель и что ему можно.",
    of_the_crm: "Сотрудники из CRM здесь не показаны: их права меняются там.",
    invite_title: "Пригласить",
    invite_about: "Панель создаст ссылку. Отправьте её сотруднику: он придумает пароль и войдёт.",
    email: "Электронная почта",
    bad_email: "Введите адрес, например anna@example.org",
    already_here: "Этот сотрудник уже в списке",
    too_many: |most| format!("Уже выдано {most} приглашений. Отзовите ненужные"),
    role: "Роль",
    invite: "Создать ссылку",
    link: |email| format!("Ссылка для {email}"),
    link_about: "Скопируйте её сейчас: больше она не появится. Действует 7 дней и только один раз.",
    you: "это вы",
    people: "Кто есть",
    who: "Сотрудник",
    seen: "Последний раз",
    never: "ещё не был",
    actions: "Действия",
    save: "Сохранить",
    remove: "Удалить",
    invitations: "Приглашения",
    until: "Действует до",
    revoke: "Отозвать",
    changed: "Роль изменена.",
    removed: "Сотрудник удалён, все его входы завершены.",
    revoked: "Приглашение отозвано.",
    outdated: "Кто-то уже изменил это. Проверьте список и повторите.",
    last_owner: "Это единственный владелец. Сначала назначьте владельцем ещё кого-нибудь.",
    remove_title: "Удалить сотрудника?",
    remove_text: "Он сразу выйдет на всех устройствах и больше не сможет войти. Его приглашения перестанут действовать. \
                  Подключённые WhatsApp останутся.",
    cancel: "Отмена",
    join_title: "Приглашение",
    join_about: |organization, role| {
        format!("Вас приглашают в «{organization}». Роль: {}.", RU.role_name(role).to_lowercase())
    },
    password: "Придумайте пароль",
    hint: |least| format!("Не короче {least} символов"),
    bad_password: |least| format!("Пароль должен быть не короче {least} символов"),
    join: "Принять и войти",
    bad_link: "Это приглашение не подходит",
    bad_link_where: "Оно действует 7 дней и только один раз, и его могли отозвать. Попросите новое у того, кто пригласил.",
    email_taken: "С этим адресом уже входят в панель",
    email_taken_where: "Попросите приглашение на другой адрес.",
};
