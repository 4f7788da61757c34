using System.Net;
using Microsoft.Extensions.Options;
using TriageMesh.Contracts;

namespace TriageMesh.Desk.OpenId;

/// <summary>The provider (OpenID Connect) with whose accounts people may sign in; off while there is no <see cref="Authority"/>.</summary>
internal sealed class OpenIdOptions
{
    public const string Section = "Desk:OpenId";

    /// <summary>The provider's issuer; its description is below it, at <c>/.well-known/openid-configuration</c>.</summary>
    public string? Authority { get; init; }
    public string? ClientId { get; init; }

    /// <summary>None for a client that the provider knows as public; PKCE is used either way.</summary>
    public string? ClientSecret { get; init; }

    /// <summary>What stands on the button.</summary>
    public string Name { get; init; } = "OpenID Connect";
    public string Scope { get; init; } = "openid profile email";

    /// <summary>What to ask the provider for at every sign-in, such as <c>login</c> or <c>select_account</c>.</summary>
    public string? Prompt { get; init; }

    /// <summary>Where people reach the desk; needed where a proxy changes the host.</summary>
    public string? ReturnsTo { get; init; }

    public string NameClaim { get; init; } = "name";
    public string UserNameClaim { get; init; } = "preferred_username";
    public string EmailClaim { get; init; } = "email";

    /// <summary>Of a provider whose issuer names any tenant (<c>{tenantid}</c>), those whose people may sign in.</summary>
    public IReadOnlyList<string> Tenants { get; init; } = [];

    /// <summary>Whether whoever signs out here is signed out at the provider too, where it says how.</summary>
    public bool SignOutThere { get; init; } = true;

    /// <summary>Where a person's groups are; a path such as <c>realm_access.roles</c> leads into objects.</summary>
    public string RolesClaim { get; init; } = "groups";

    /// <summary>By role, the groups that give it. While there are none, roles are given in the desk.</summary>
    public IReadOnlyDictionary<string, string[]> Roles { get; init; } = new Dictionary<string, string[]>();

    /// <summary>Roles that everybody has whom the provider lets in.</summary>
    public IReadOnlyList<string> RolesOfAll { get; init; } = [];

    /// <summary>How a person who comes for the first time is recognised as one who has an account.</summary>
    public OpenIdLink LinkBy { get; init; } = OpenIdLink.Nothing;

    /// <summary>Whether a person who has no account gets one.</summary>
    public bool CreateAccounts { get; init; } = true;

    /// <summary>Whether claims that the id token lacks are asked for at the provider's userinfo endpoint.</summary>
    public bool AskUserInfo { get; init; } = true;

    /// <summary>How far the provider's clock may be from ours.</summary>
    public TimeSpan ClockSkew { get; init; } = TimeSpan.FromMinutes(2);

    /// <summary>How long a person may take at the provider.</summary>
    public TimeSpan SignInTakes { get; init; } = TimeSpan.FromMinutes(10);

    public bool IsOn => !string.IsNullOrWhiteSpace(Authority);

    /// <summary>True where every person has the roles that the provider's groups give.</summary>
    public bool GivesRoles => Roles.Count > 0;

    /// <summary>Only to the same machine may secrets and tokens go without TLS.</summary>
    public static bool IsSafe(Uri address) =>
        address.Scheme == Uri.UriSchemeHttps
        || (
            address.Scheme == Uri.UriSchemeHttp
            && (
                address.Host == "localhost"
                || (IPAddress.TryParse(address.Host, out var ip) && IPAddress.IsLoopback(ip))
            )
        );
}

/// <summary>How a person of the provider is recognised as one who has an account already.</summary>
internal enum OpenIdLink
{
    /// <summary>Not at all: whoever comes first through the provider is new.</summary>
    Nothing,

    /// <summary>The address that the provider has verified is the user name.</summary>
    VerifiedEmail,

    /// <summary>The user name at the provider is the user name here: only where people cannot choose it there.</summary>
    UserName,
}

/// <summary>Says everything that is wrong at once; asks for nothing while the provider is off.</summary>
internal sealed class OpenIdOptionsValidator : IValidateOptions<OpenIdOptions>
{
    public ValidateOptionsResult Validate(string? name, OpenIdOptions options)
    {
        if (!options.IsOn)
        {
            return ValidateOptionsResult.Success;
        }

        var faults = Faults(options).ToList();
        return faults.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(faults);
    }

    private static IEnumerable<string> Faults(OpenIdOptions options)
    {
        if (!IsAddress(options.Authority))
        {
            yield return "Desk:OpenId:Authority must be an https address (http only on this machine).";
        }

        if (options.ReturnsTo is not null && !IsAddress(options.ReturnsTo))
        {
            yield return "Desk:OpenId:ReturnsTo must be an https address (http only on this machine).";
        }

        if (string.IsNullOrWhiteSpace(options.ClientId))
        {
            yield return "Desk:OpenId:ClientId is missing.";
        }

        if (options.Name.Trim().Length is < 1 or > 60)
        {
            yield return "Desk:OpenId:Name must have 1 to 60 characters.";
        }

        if (!options.Scope.Split(' ').Contains("openid"))
        {
            yield return "Desk:OpenId:Scope must contain openid.";
        }

        if (options.ClockSkew < TimeSpan.Zero || options.ClockSkew > TimeSpan.FromMinutes(10))
        {
            yield return "Desk:OpenId:ClockSkew must be from 0 to 10 minutes.";
        }

        if (options.SignInTakes < TimeSpan.FromMinutes(1) || options.SignInTakes > TimeSpan.FromHours(1))
        {
            yield return "Desk:OpenId:SignInTakes must be from 1 minute to 1 hour.";
        }

        foreach (var tenant in options.Tenants.Where(tenant => !OpenIdIssuers.IsTenant(tenant)))
        {
            yield return $"Desk:OpenId:Tenants: '{tenant}' is no tenant's id; letters, digits and - make one.";
        }

        foreach (var role in options.Roles.Keys.Concat(options.RolesOfAll).Where(role => !IsRole(role)))
        {
            yield return $"Desk:OpenId: '{role}' is no role; one of {string.Join(", ", WireName<Role>.All)}.";
        }

        if (options is { CreateAccounts: true, GivesRoles: false, RolesOfAll.Count: 0 })
        {
            yield return "Desk:OpenId:CreateAccounts needs Roles or RolesOfAll: an account has at least one role.";
        }
    }

    private static bool IsAddress(string? text) =>
        Uri.TryCreate(text, UriKind.Absolute, out var address) && OpenIdOptions.IsSafe(address);

    private static bool IsRole(string text) => WireName<Role>.TryParse(text.ToLowerInvariant(), out _);
}
