using Microsoft.IdentityModel.Protocols.OpenIdConnect;
using Microsoft.IdentityModel.Tokens;

namespace TriageMesh.Desk.OpenId;

/// <summary>Which issuers a provider may sign in the name of: itself, or where it stands for many tenants, those that are named.</summary>
internal static class OpenIdIssuers
{
    /// <summary>What stands in the issuer of a provider of many tenants.</summary>
    public const string AnyTenant = "{tenantid}";

    /// <summary>The issuers whose tokens count.</summary>
    public static IReadOnlyList<string> Of(OpenIdConnectConfiguration configuration, OpenIdOptions options) =>
        IsOfMany(configuration.Issuer)
            ?
            [
                .. options.Tenants.Select(tenant =>
                    configuration.Issuer.Replace(AnyTenant, tenant, StringComparison.Ordinal)
                ),
            ]
            : [configuration.Issuer];

    public static bool IsOfMany(string? issuer) => issuer?.Contains(AnyTenant, StringComparison.Ordinal) ?? false;

    /// <summary>The keys with which this issuer may sign: a key may be one tenant's alone.</summary>
    public static ICollection<SecurityKey> KeysOf(OpenIdConnectConfiguration configuration, string issuer)
    {
        if (!IsOfMany(configuration.Issuer))
        {
            return configuration.SigningKeys;
        }

        var keys = new JsonWebKeySet();
        foreach (var key in configuration.JsonWebKeySet.Keys.Where(key => Signs(key, configuration.Issuer, issuer)))
        {
            keys.Keys.Add(key);
        }

        return [.. keys.GetSigningKeys()];
    }

    public static bool IsTenant(string text) =>
        text.Length is > 0 and <= 64 && text.All(letter => char.IsAsciiLetterOrDigit(letter) || letter == '-');

    private static bool Signs(JsonWebKey key, string any, string issuer) =>
        !key.AdditionalData.TryGetValue("issuer", out var owner)
        || owner?.ToString() is not { } named
        || named == any
        || named == issuer;
}
