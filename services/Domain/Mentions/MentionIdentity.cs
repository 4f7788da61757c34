using System.Security.Cryptography;
using System.Text;

namespace TriageMesh.Domain.Mentions;

/// <summary>Derives a mention's id from its key, so that the same mention always has the same id.</summary>
public static class MentionIdentity
{
    /// <summary>An RFC 9562 version 8 UUID from SHA-256 over the three parts, each led by its length.</summary>
    /// <exception cref="ArgumentException">A part is empty.</exception>
    public static Guid For(string channel, string account, string externalId)
    {
        ArgumentException.ThrowIfNullOrEmpty(channel);
        ArgumentException.ThrowIfNullOrEmpty(account);
        ArgumentException.ThrowIfNullOrEmpty(externalId);
        // The lengths keep ("a", "bc") and ("ab", "c") apart.
        var key = $"{channel.Length}:{channel}|{account.Length}:{account}|{externalId.Length}:{externalId}";
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(Encoding.UTF8.GetBytes(key), hash);
        hash[6] = (byte)((hash[6] & 0x0F) | 0x80);
        hash[8] = (byte)((hash[8] & 0x3F) | 0x80);
        return new Guid(hash[..16], bigEndian: true);
    }
}
