using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;

namespace TriageMesh.Classifier.Corrections;

/// <summary>Which texts no model is ever trained on, so that models can be measured on them. Decided by hash, for ever.</summary>
internal static class HeldOutShare
{
    /// <summary>Of the mentions that were corrected, this many in a hundred.</summary>
    public const int PercentOfMentions = 20;

    /// <summary>Of the corpus's kinds of business, this many in a hundred: only while two models are compared.</summary>
    public const int PercentOfBusinesses = 15;

    public static bool Holds(Guid mentionId) => Percent(mentionId.ToByteArray(bigEndian: true)) < PercentOfMentions;

    public static bool Holds(string? business) =>
        business is not null && Percent(Encoding.UTF8.GetBytes(business)) < PercentOfBusinesses;

    private static int Percent(byte[] key) => (int)(BinaryPrimitives.ReadUInt32BigEndian(SHA256.HashData(key)) % 100);
}
