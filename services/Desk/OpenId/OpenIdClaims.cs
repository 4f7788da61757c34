using System.Text.Json;
using TriageMesh.Contracts;
using TriageMesh.Desk.SignIn;

namespace TriageMesh.Desk.OpenId;

/// <summary>What the provider says of a person: the id token's claims, and those of its userinfo endpoint where the token lacks them.</summary>
internal sealed class OpenIdClaims(string issuer, string subject, JsonElement token, JsonElement? userInfo)
{
    private const int LongestName = 80;

    public string Issuer { get; } = issuer;

    /// <summary>The provider's own name for the person; it never changes.</summary>
    public string Subject { get; } = subject;

    /// <summary>The roles that the provider's groups give, and those of everybody.</summary>
    public IReadOnlyList<Role> Roles(OpenIdOptions options)
    {
        var groups = Texts(options.RolesClaim).ToHashSet(StringComparer.Ordinal);
        return
        [
            .. options
                .Roles.Where(mapping => mapping.Value.Any(groups.Contains))
                .Select(mapping => mapping.Key)
                .Concat(options.RolesOfAll)
                .Select(role => WireName<Role>.Parse(role.ToLowerInvariant()))
                .Distinct()
                .Order(),
        ];
    }

    /// <summary>The address, if the provider vouches in the same breath that it is the person's.</summary>
    public string? VerifiedEmail(OpenIdOptions options)
    {
        var from = Find(token, options.EmailClaim) is null ? userInfo : token;
        return Find(from, "email_verified") is ["true"] && Find(from, options.EmailClaim) is [var email, ..]
            ? email
            : null;
    }

    public string? UserName(OpenIdOptions options) => Texts(options.UserNameClaim).FirstOrDefault();

    /// <summary>A user name for a new account: what the provider calls the person, as far as it can be typed.</summary>
    public string NewUserName(OpenIdOptions options) =>
        new[] { UserName(options), Texts(options.EmailClaim).FirstOrDefault() }
            .OfType<string>()
            .Select(name => name.Trim())
            .FirstOrDefault(UserNames.IsValid)
        ?? "person";

    /// <summary>The name that colleagues see.</summary>
    public string DisplayName(OpenIdOptions options)
    {
        var name = string.Concat(
                (Texts(options.NameClaim).FirstOrDefault() ?? "").Where(character => !char.IsControl(character))
            )
            .Trim();
        return name.Length switch
        {
            0 => NewUserName(options),
            // Not through the middle of a character.
            > LongestName => name[..(char.IsHighSurrogate(name[LongestName - 1]) ? LongestName - 1 : LongestName)]
                .TrimEnd(),
            _ => name,
        };
    }

    /// <summary>A claim's texts. A whole name goes before a path into objects: some providers name claims by addresses.</summary>
    private IEnumerable<string> Texts(string claim) => Find(token, claim) ?? Find(userInfo, claim) ?? [];

    private static IReadOnlyList<string>? Find(JsonElement? claims, string name)
    {
        if (claims is not { ValueKind: JsonValueKind.Object } at)
        {
            return null;
        }

        if (at.TryGetProperty(name, out var whole))
        {
            return Read(whole);
        }

        foreach (var part in name.Split('.'))
        {
            if (at.ValueKind != JsonValueKind.Object || !at.TryGetProperty(part, out at))
            {
                return null;
            }
        }

        return Read(at);
    }

    private static IReadOnlyList<string> Read(JsonElement value) =>
        value.ValueKind switch
        {
            JsonValueKind.Array => [.. value.EnumerateArray().SelectMany(Read)],
            JsonValueKind.String => [value.GetString()!],
            JsonValueKind.True => ["true"],
            JsonValueKind.False => ["false"],
            JsonValueKind.Number => [value.GetRawText()],
            JsonValueKind.Undefined or JsonValueKind.Object or JsonValueKind.Null => [],
            _ => [],
        };
}
