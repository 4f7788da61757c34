using TriageMesh.Contracts.Messages;

namespace TriageMesh.Contracts.Api;

/// <summary>POST /desk/sign-in.</summary>
public sealed record SignInRequest(string UserName, string Password);

/// <summary>GET /desk/sign-in: how one may sign in besides with a password.</summary>
/// <param name="Provider">What the provider's button says; null where there is no provider.</param>
public sealed record SignInWays(string? Provider);

/// <summary>GET /desk/me: who is signed in, and how they like their desk.</summary>
public sealed record DeskPerson
{
    public required Guid Id { get; init; }
    public required string UserName { get; init; }
    public required string DisplayName { get; init; }
    public required IReadOnlyList<Role> Roles { get; init; }

    /// <summary><c>zh-CN</c> or <c>en</c>; null follows the browser.</summary>
    public string? Language { get; init; }

    /// <summary><c>system</c>, <c>light</c> or <c>dark</c>.</summary>
    public required string Theme { get; init; }

    /// <summary>False for a person who only signs in through the provider.</summary>
    public required bool HasPassword { get; init; }
}

/// <summary>PUT /desk/me/preferences.</summary>
/// <param name="Language"><c>zh-CN</c> or <c>en</c>; null follows the browser.</param>
/// <param name="Theme"><c>system</c>, <c>light</c> or <c>dark</c>.</param>
public sealed record PreferencesRequest(string? Language, string Theme);

/// <summary>PUT /desk/me/password.</summary>
public sealed record PasswordChangeRequest(string CurrentPassword, string NewPassword);

/// <summary>One place where a person is signed in.</summary>
/// <param name="Id">The session; not the secret that the browser holds.</param>
/// <param name="Browser">Browser and system, as far as they are known.</param>
/// <param name="CreatedAt">When it began.</param>
/// <param name="LastSeenAt">When it was last used, to the minute.</param>
/// <param name="ExpiresAt">When it ends if it is not used before.</param>
/// <param name="Current">True for the one that asks.</param>
public sealed record SessionView(
    Guid Id,
    string Browser,
    DateTimeOffset CreatedAt,
    DateTimeOffset LastSeenAt,
    DateTimeOffset ExpiresAt,
    bool Current
);

/// <summary>One account of the desk.</summary>
public sealed record AccountView
{
    /// <summary>The account's id; the agent at the router has the same.</summary>
    public required Guid Id { get; init; }
    public required string UserName { get; init; }
    public required string DisplayName { get; init; }
    public required IReadOnlyList<Role> Roles { get; init; }
    public required bool Active { get; init; }

    /// <summary>Until when sign-in is refused after too many wrong passwords.</summary>
    public DateTimeOffset? LockedUntil { get; init; }
    public DateTimeOffset? LastSeenAt { get; init; }
    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>True for an account that the provider vouches for.</summary>
    public required bool FromProvider { get; init; }

    /// <summary>True while the router has not yet been told of the last change.</summary>
    public required bool AgentPending { get; init; }
}

/// <summary>What the router is to know of a person who works tickets; a null part stays as it is.</summary>
public sealed record AgentSettings
{
    public int? Capacity { get; init; }
    public IReadOnlyList<string>? Languages { get; init; }
    public IReadOnlyList<string>? Skills { get; init; }
    public IReadOnlyList<Guid>? QueueIds { get; init; }
}

/// <summary>POST /desk/accounts.</summary>
public sealed record NewAccountRequest
{
    public required string UserName { get; init; }
    public required string DisplayName { get; init; }
    public required string Password { get; init; }
    public required IReadOnlyList<Role> Roles { get; init; }
    public AgentSettings? Agent { get; init; }
}

/// <summary>PUT /desk/accounts/{id}.</summary>
public sealed record AccountRequest
{
    public required string DisplayName { get; init; }
    public required IReadOnlyList<Role> Roles { get; init; }
    public required bool Active { get; init; }

    /// <summary>A new password, which ends the person's sessions; null leaves it.</summary>
    public string? Password { get; init; }
    public AgentSettings? Agent { get; init; }
}

/// <summary>What GET /desk/live sends under the event name <c>tickets</c>: where to look, not what is there.</summary>
public sealed record LiveChanges(IReadOnlyList<LiveChange> Changes);

/// <summary>One ticket that changed, for those who may see it or could until then. Where it stands is asked for.</summary>
public sealed record LiveChange(long TicketId, string Kind, long Version)
{
    public static LiveChange Of(TicketEvent change) => new(change.TicketId, change.Kind, change.Version);
}

/// <summary>Who is at a ticket now.</summary>
public sealed record LivePresence(long TicketId, IReadOnlyList<PersonAtTicket> People);
